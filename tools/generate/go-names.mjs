const basics = new Set(['string', 'bool', 'int', 'int32', 'int64', 'uint8', 'byte'])
/** Types whose members a value's JSON does not show: the printer knows them. */
const opaque = new Set(['resource.Quantity', 'meta/v1.Time', 'intstr.IntOrString', 'meta/v1.FieldsV1'])
const note = '// Written by tools/generate-kinds.mjs: change that, not this.'

/**
 * The TypeScript file of the Go names and types that can be reached from one type: what Go's reflection would tell. `all`
 * holds every package read, by path; `root` is `[path, name]`.
 */
export function printGoNames(all, root) {
  const lines = new Map()
  const wanted = [root]
  for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
    const [path, name] = next
    const home = all.get(path)
    const type = home?.types.get(name)
    if (type === undefined) throw new Error(`${path}.${name} – is no type that was read`)
    const full = `${home.key}.${name}`
    if (lines.has(full) || opaque.has(full)) continue
    const follow = (go, imports) => word(go, { source: home, imports, all, wanted })
    lines.set(full, type.members === undefined ? `${full}=${follow(type.stands, type.imports)}` : structLine(full, type, follow))
  }
  const text = [...lines.values()].sort((a, b) => (a < b ? -1 : Number(a > b))).join('\n')
  if (/[`\\]|\$\{/.test(text)) throw new Error('a Go type cannot be written')
  return `${note}\n\n/** What Go's reflection tells of PodTemplateSpec and all below it; the format is told in dump.ts. */\nexport const goTypes = \`\n${text}\n\`\n`
}

function structLine(full, { members }, follow) {
  return [full, ...members.map((member) => memberText(member, follow))].join('|')
}

function memberText({ name, type, json = '', imports }, follow) {
  const [key, ...options] = json.split(',')
  const isInline = options.includes('inline') || (key === '' && name === undefined)
  const go = name ?? type.replace(/^.*\./, '')
  const usual = go[0].toLowerCase() + go.slice(1)
  return [go, follow(type, imports), ...(isInline ? ['-'] : key === usual ? [] : [key])].join(' ')
}

/** A Go type with the packages of its names written out. */
function word(go, context) {
  if (go.startsWith('*')) return `*${word(go.slice(1), context)}`
  if (go.startsWith('[]')) return `[]${word(go.slice(2), context)}`
  const map = /^map\[([\w.]+)\](.*)$/.exec(go)
  if (map !== null) return `map[${word(map[1], context)}]${word(map[2], context)}`
  if (basics.has(go)) return go === 'byte' ? 'uint8' : go
  const { source, imports, all, wanted } = context
  const dot = go.indexOf('.')
  const [path, name] = dot < 0 ? [source.path, go] : [imports.get(go.slice(0, dot)), go.slice(dot + 1)]
  wanted.push([path, name])
  return `${all.get(path)?.key}.${name}`
}
