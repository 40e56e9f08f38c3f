import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printVerification } from '#repo'
import { unpackChart } from '#source'
import { download, remoteReference } from '../chart/download.ts'
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
      const fetched = await download(remoteReference(name, flags), flags, session, { verify })
      if (fetched.verification) {
        session.stdout.write((await printVerification(fetched.verification)).map((line) => `${line}\n`).join(''))
      }
      if (flags.untar) {
        await unpackChart(fetched.archive, join(flags.destination, flags.untardir))
        continue
      }
      if (!existsSync(flags.destination)) mkdirSync(flags.destination, { recursive: true })
      const path = join(flags.destination, fetched.fileName)
      writeFileSync(path, fetched.archive)
      if (fetched.provenance) writeFileSync(`${path}.prov`, fetched.provenance)
    }
    if (args.length === 0) throw new CliError('usage', 'name a chart to pull')
    return undefined
  },
})
