import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Downloaded, printVerification } from '#repo'
import { unpackChart } from '#source'
import { download } from '../chart/download.ts'
import { chartSourceFlags } from '../flags/network.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'

/** `berth pull CHART...`: archives into a folder, unpacked on demand. */
export const command = defineCommand({
  name: 'pull',
  summary: 'download a chart',
  examples: ['berth pull oci://registry.example.com/charts/web --version 1.2.3 --untar'],
  args: [{ name: 'CHART', summary: 'repository/name, oci:// reference or address', isVariadic: true }],
  flags: {
    ...chartSourceFlags,
    destination: { kind: 'string', short: 'd', value: 'dir', default: '.', summary: 'where to put it' },
    untar: { kind: 'boolean', summary: 'unpack it' },
    untardir: { kind: 'string', value: 'dir', default: '.', summary: 'where to unpack, inside the destination' },
    prov: { kind: 'boolean', summary: 'fetch the provenance file without checking it' },
  },
  run: async ({ args, flags }, session) => {
    for (const name of args) {
      const verify = flags.verify ? 'always' : flags.prov ? 'later' : 'never'
      const fetched = await download(name, flags, session, { verify })
      session.stdout.write(await reportOf(fetched, name))
      const helm3Name = flags.compat === 'helm3' ? (flags.repo ? '' : name) : undefined
      if (flags.untar) await untar(fetched, join(flags.destination, flags.untardir), helm3Name)
      else save(fetched, flags.destination)
    }
    return undefined
  },
})

/** What Helm prints about the signature. */
async function reportOf({ verification, warnings, url }: Downloaded, name: string): Promise<string> {
  const lines = verification ? await printVerification(verification) : []
  const told = warnings
    .filter((line) => line.startsWith('WARNING: '))
    .map((line) => line.replace(`for ${name}:`, `for ${url}:`))
  return [...told, ...lines].map((line) => `${line}\n`).join('')
}

/** Unpacks the archive. Helm 3 first makes a folder of the last part of the chart's address, and refuses one that exists. */
async function untar({ archive, url }: Downloaded, folder: string, helm3Name: string | undefined): Promise<void> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new CliError('input', `failed to untar (mkdir): mkdir ${folder}: not a directory`)
  }
  if (helm3Name !== undefined) {
    const path = join(folder, basename(helm3Name === '' ? url : helm3Name))
    if (existsSync(path)) {
      throw new CliError('input', `failed to untar: a file or directory with the name ${path} already exists`)
    }
    if (path.endsWith('.tgz')) mkdirSync(path, { recursive: true })
  }
  await unpackChart(archive, folder)
}

/** Writes the archive into a folder, which Helm does not make. */
function save({ archive, fileName, provenance }: Downloaded, folder: string): void {
  const path = join(folder, fileName)
  if (!existsSync(folder))
    throw new CliError('input', `open ${path}: no such file or directory`, { hint: `mkdir ${folder}` })
  writeFileSync(path, archive)
  if (provenance) writeFileSync(`${path}.prov`, provenance)
}
