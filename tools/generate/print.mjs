const note = '// Written by tools/generate-kinds.mjs: change that, not this.'
const nameOf = (key) => key.replace(/\/(\w)/, (_, letter) => letter.toUpperCase())

/** The TypeScript file of a package's table. */
export function printTable(source, { types, enums }) {
  const lines = [
    ...types.map((type) => [headOf(type), ...type.fields.map(fieldText)].join('|')),
    ...enums.map(({ name, values }) => ['#' + name, ...values.map(({ value }) => value)].join('|')),
  ]
  for (const line of lines) if (/[`\\]|\$\{/.test(line)) throw new Error(`${source.key} – ${line} cannot be written`)
  return `${note}\n\n/** Types of ${source.path}; the format is told in ../table.ts. */\nexport const ${nameOf(source.key)} = \`\n${lines.join('\n')}\n\`\n`
}

/** The TypeScript file of a package's descriptions: one text a type, first of the type, then of each field. */
export function printDescriptions(source, { types }) {
  const rows = types.map((type) => JSON.stringify([type.name, type.description, ...type.fields.map((field) => field.description)].join('\u001f')))
  return `${note}\n\n/** Descriptions of the types of ${source.path}, separated by U+001F: name, type, each field in table order. */\nexport const ${nameOf(source.key)}: readonly string[] = [\n${rows.join(',\n')}\n]\n`
}

function headOf(type) {
  const union = type.unions === undefined ? [] : [['U', type.unions]]
  return [type.name, ...[...type.marks, ...union].map(markText)].join(' ')
}

function fieldText({ json, number, type, flags, marks, fallback }) {
  const tail = fallback === undefined ? [] : [['D', JSON.stringify(fallback)]]
  const words = [json || '-', number, type, flags || '-', ...[...marks, ...tail].map(markText)]
  for (const word of words) if (/[ |]/.test(word)) throw new Error(`${word} cannot be written in a table`)
  return words.join(' ')
}

const markText = ([mark, value]) => `${mark}=${value}`
