/** `toYaml`, as text for the realm: block style, sorted keys, anything doubtful in double quotes. */
export const YAML = String.raw`
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|nan|inf)$/i;
const SAFE = /^[A-Za-z_/][A-Za-z0-9_./ @+-]*$/;
const yamlText = (text, pad) => {
  if (SAFE.test(text) && !WORDS.test(text) && !text.endsWith(' ')) return text;
  const isBlock = text.includes('\n') && /^[^\s#][^\t\r]*$/.test(text) && !/[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]/.test(text) && !/[ \n]\n?$/.test(text.slice(0, -1));
  if (!isBlock) return JSON.stringify(text);
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return (text.endsWith('\n') ? '|' : '|-') + body.split('\n').map((line) => '\n' + (line === '' ? '' : pad + line)).join('');
};
const yamlScalar = (value, pad) => typeof value === 'string' ? yamlText(value, pad) : value === undefined ? 'null' : JSON.stringify(value);
const yamlBlock = (value, pad) => {
  const item = plain(value);
  if (isList(item)) return item.length === 0 ? '[]' : item.map((one) => '\n' + pad + '- ' + yamlInline(one, pad + '  ')).join('');
  if (!isMap(item)) return yamlScalar(item, pad);
  const keys = Object.keys(item).sort();
  return keys.length === 0 ? '{}' : keys.map((key) => '\n' + pad + yamlText(key, pad) + ':' + yamlAfterKey(item[key], pad)).join('');
};
const yamlAfterKey = (value, pad) => {
  const item = plain(value);
  const text = yamlBlock(item, isList(item) ? pad : pad + '  ');
  return text.startsWith('\n') ? text : ' ' + text;
};
const yamlInline = (value, pad) => {
  const text = yamlBlock(value, pad);
  return text.startsWith('\n') ? text.slice(1 + pad.length) : text;
};
const toYaml = (value) => keep(yamlInline(measure(plain(value)), ''));
`
