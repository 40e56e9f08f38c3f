import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { pushArchive } from '#repo'
import { credentialFiles, httpOptions } from '../chart/network.ts'
import { networkFlags } from '../flags/network.ts'
import { defineCommand } from '../frame/command.ts'
import { CliError } from '../frame/error.ts'

/** `berth push ARCHIVE oci://HOST/PATH`: uploads a chart, and its `.prov` file when there is one. */
export const command = defineCommand({
  name: 'push',
  summary: 'upload a chart to a registry',
  args: [
    { name: 'ARCHIVE', summary: 'chart archive, as package writes it' },
    { name: 'REMOTE', summary: 'oci://HOST/PATH; name and version are added' },
  ],
  flags: networkFlags,
  run: async ({ args, flags }, session) => {
    const [archive, remote] = args as [string, string]
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(remote)?.[1]
    if (scheme !== undefined && scheme !== 'oci') throw new CliError('input', `scheme "${scheme}" not supported`)
    checkArchive(archive)
    const { username, password } = flags
    const pushed = await pushArchive(archive, remote, {
      ...httpOptions(flags, session),
      plainHttp: flags['plain-http'],
      files: credentialFiles(flags, session),
      ...(username && password && { credentials: async () => ({ username, password }) }),
    })
    session.stderr.write(pushed.printed.map((line) => `${line}\n`).join(''))
    return undefined
  },
})

/** Refuses a file that does not begin as gzip; what it seems to be is told as Go's http.DetectContentType does. */
function checkArchive(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return
  const head = Buffer.alloc(512)
  const file = openSync(path, 'r')
  try {
    readSync(file, head)
  } finally {
    closeSync(file)
  }
  if (head[0] === 0x1f && head[1] === 0x8b) return
  const isText = head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d)
  const type = isText ? 'text/plain; charset=utf-8' : 'application/octet-stream'
  throw new CliError('input', `file '${path}' does not appear to be a gzipped archive; got '${type}'`)
}
