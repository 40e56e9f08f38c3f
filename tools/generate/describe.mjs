/** The description that OpenAPI shows for comment lines (kube-openapi's generators/openapi.go, generateDescription). */
export function describe(lines) {
  let text = ''
  const dropLast = () => {
    text = text.slice(0, -1)
  }
  for (const line of lines) {
    if (line === '---') break
    const leading = line.replace(/^ +/, '')
    if (line === '') {
      dropLast()
      text += '\n\n'
    } else if (leading.startsWith('TODO') || leading.startsWith('+')) continue
    else if (line.startsWith(' ') || line.startsWith('\t')) {
      dropLast()
      text += `\n${line}\n`
    } else text += `${line} `
  }
  return text.trim()
}

/** The lines that an enum adds to the description of a field of its type. */
export function describeEnum(values) {
  if (values.length === 0) return []
  const lines = values.map(({ name, value, comment }) => {
    const trimmed = comment.trim()
    const said = (trimmed.startsWith(name) ? trimmed.slice(name.length) : trimmed).trim().replace(/\s+/g, ' ')
    return ` - \`${JSON.stringify(value)}\` ${said}`
  })
  return ['', 'Possible enum values:', ...lines.sort((a, b) => (a < b ? -1 : 1))]
}
