/** Filters, tests and functions, as text for the realm. Each is an own property of a table without prototype. */
export const FILTERS_SOURCE = String.raw`
const list = (value) => {
  const item = plain(value);
  if (isList(item)) { spend(item.length); return item; }
  if (item === undefined || item === null) return [];
  return typeof item === 'string' ? (keep(item), Array.from(item)) : deny('a list is expected, not a ' + kindOf(item));
};
const mapping = (value) => {
  const item = plain(value);
  if (item === undefined || item === null) return newMap();
  if (!isMap(item)) deny('a mapping is expected, not a ' + kindOf(item));
  spend(Object.keys(item).length);
  return item;
};
const text = (value) => scalar(value);
const count = (value, most) => { const n = Math.trunc(number(value)); return n >= 0 && n <= most ? n : deny('a number from 0 to ' + most + ' is expected'); };
const rest = (value, end) => value.slice(0, end);
const pad = (value, width, first) => {
  const lines = text(value).split('\n'), space = ' '.repeat(count(width, 200));
  room(text(value).length + lines.length * space.length);
  return lines.map((line, at) => at === 0 && !first ? line : space + line).join('\n');
};
const replaceAll = (value, from, to) => {
  const source = text(value), old = text(from), fresh = text(to);
  if (old === '') return source;
  const parts = source.split(old);
  spend(parts.length);
  room(source.length + (parts.length - 1) * fresh.length);
  return parts.join(fresh);
};
const joined = (value, separator) => {
  const parts = list(value).map(text), mark = text(separator);
  room(parts.reduce((sum, part) => sum + part.length + mark.length, 0));
  return parts.join(mark);
};
const unique = (value) => { const seen = new Set(); return list(value).filter((item) => { const key = typeof item + json(item); return seen.has(key) ? false : (seen.add(key), true); }); };
const order = (left, right) => typeof left === 'number' && typeof right === 'number' ? left - right : scalar(left) < scalar(right) ? -1 : scalar(left) > scalar(right) ? 1 : 0;
const flat = (values) => { const out = []; for (const value of values) for (const item of isList(plain(value)) ? list(value) : [value]) { out.push(item); grow(16); } return out; };
const merged = (values) => { const out = newMap(); for (const value of values) { const from = mapping(value); for (const key of Object.keys(from)) { grow(64); out[key] = from[key]; } } return out; };
const B64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const toBytes = (value) => { const out = []; for (const point of text(value)) { const c = point.codePointAt(0);
  if (c < 128) out.push(c); else if (c < 2048) out.push(192 | c >> 6, 128 | c & 63);
  else if (c < 65536) out.push(224 | c >> 12, 128 | c >> 6 & 63, 128 | c & 63); else out.push(240 | c >> 18, 128 | c >> 12 & 63, 128 | c >> 6 & 63, 128 | c & 63); } return keep(out); };
const fromBytes = (b) => { let out = ''; for (let i = 0; i < b.length;) { const c = b[i++];
  const more = c < 128 ? 0 : c < 224 ? 1 : c < 240 ? 2 : 3; let point = more === 0 ? c : c & 63 >> more;
  for (let k = 0; k < more; k++) point = point << 6 | (b[i++] ?? 0) & 63; out += String.fromCodePoint(Math.min(point, 1114111)); } return out; };
const b64enc = (value) => { const b = toBytes(value); spend(b.length); let out = ''; for (let i = 0; i < b.length; i += 3) { const n = b[i] << 16 | (b[i + 1] ?? 0) << 8 | (b[i + 2] ?? 0);
  out += B64[n >> 18] + B64[n >> 12 & 63] + (i + 1 < b.length ? B64[n >> 6 & 63] : '=') + (i + 2 < b.length ? B64[n & 63] : '='); } return out; };
const b64dec = (value) => { const out = []; let bits = 0, held = 0; spend(text(value).length); for (const c of text(value)) { if (c === '=') break; const n = B64.indexOf(c);
  if (n < 0) deny('this is no base64'); held = held << 6 | n; bits += 6; if (bits >= 8) { bits -= 8; out.push(held >> bits & 255); held &= (1 << bits) - 1; } } return fromBytes(keep(out)); };
const parseJson = (value) => { try { return sealed(JSON.parse(text(value))); } catch { return deny('this is no JSON'); } };
const or = (value, fallback, falsy) => value === undefined || value === null || falsy === true && !value ? fallback : value;
const filters = Object.assign(newMap(), {
  abs: (value) => Math.abs(number(value)), b64dec, b64enc,
  capitalize: (value) => { const s = text(value).toLowerCase(); return rest(s, 1).toUpperCase() + s.slice(1); },
  concat: (...values) => flat(values), d: or, default: or, dump: json, first: (value) => list(value)[0],
  float: (value, fallback) => { const n = Number.parseFloat(text(value)); return Number.isNaN(n) ? fallback ?? 0 : n; },
  fromJson: parseJson, indent: (value, width, first) => pad(value, width ?? 4, first === true),
  int: (value, fallback) => { const n = Number.parseInt(text(value), 10); return Number.isNaN(n) ? fallback ?? 0 : n; },
  items: (value) => { const map = mapping(value); return keep(Object.keys(map).sort().map((key) => keep([key, map[key]]))); },
  join: joined, keys: (value) => Object.keys(mapping(value)).sort(), last: (value) => list(value).at(-1),
  length: (value) => { const item = plain(value); return item === undefined || item === null ? 0 : isMap(item) ? Object.keys(item).length : isList(item) || typeof item === 'string' ? item.length : deny('a ' + kindOf(item) + ' has no length'); },
  lower: (value) => text(value).toLowerCase(), merge: (...values) => merged(values), nindent: (value, width) => '\n' + pad(value, width, true),
  omit: (value) => value === undefined || value === null ? new Raw('"\u0000omit"') : value,
  quote: (value) => JSON.stringify(text(value)), raw: (value) => new Raw(text(value)), safe: (value) => new Raw(text(value)), replace: replaceAll,
  required: (value, reason) => value === undefined || value === null || value === '' ? deny(text(reason) || 'a required value is missing') : value,
  reverse: (value) => typeof plain(value) === 'string' ? list(value).reverse().join('') : list(value).slice().reverse(),
  round: (value, digits) => { const scale = 10 ** count(digits ?? 0, 12); return Math.round(number(value) * scale) / scale; },
  sort: (value) => list(value).slice().sort(order), split: (value, mark) => text(value).split(text(mark)),
  squote: (value) => "'" + text(value).split("'").join("''") + "'", string: text,
  title: (value) => text(value).split(' ').map((word) => rest(word, 1).toUpperCase() + word.slice(1)).join(' '),
  toJson: json, toYaml, trim: (value) => text(value).trim(),
  trimPrefix: (value, prefix) => text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value),
  trimSuffix: (value, suffix) => text(suffix) !== '' && text(value).endsWith(text(suffix)) ? text(value).slice(0, -text(suffix).length) : text(value),
  trunc: (value, length) => { const n = Math.trunc(number(length)); return n < 0 ? text(value).slice(n) : rest(text(value), n); },
  unique, upper: (value) => text(value).toUpperCase(), values: (value) => { const map = mapping(value); return Object.keys(map).sort().map((key) => map[key]); },
});
const tests = Object.assign(newMap(), {
  defined: (value) => value !== undefined, undefined: (value) => value === undefined, none: (value) => value === null || value === undefined,
  string: (value) => typeof plain(value) === 'string', number: (value) => typeof value === 'number', boolean: (value) => typeof value === 'boolean',
  mapping: isMap, iterable: (value) => isList(value) || typeof plain(value) === 'string',
  odd: (value) => number(value) % 2 === 1, even: (value) => number(value) % 2 === 0,
});
const functions = Object.assign(newMap(), {
  range: (from, to, by) => {
    const start = to === undefined ? 0 : number(from), end = to === undefined ? number(from) : number(to), step = by === undefined ? 1 : number(by);
    const length = Math.max(0, Math.ceil((end - start) / step));
    if (!(length <= limits.range)) exceed('a range longer than ' + limits.range);
    spend(length);
    return Array.from({ length }, (_, at) => start + at * step);
  },
  fail: (reason) => deny(text(reason) || 'failed by the template'),
});
`
