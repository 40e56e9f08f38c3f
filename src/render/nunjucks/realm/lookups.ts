/**
 * Wall B, as text for the realm: values are own properties of plain data. Context data has no prototype and is frozen;
 * a function is never a value. `deny` ends the template, `spend` and `grow` count against its limits.
 */
export const LOOKUPS = String.raw`
const own = Object.hasOwn, isList = Array.isArray;
const deny = (reason) => { throw new Stop(reason); };
class Stop { constructor(reason, isLimit) { this.reason = reason; this.isLimit = isLimit === true; } }
const exceed = (reason) => { throw new Stop(reason, true); };
let steps = 0, bytes = 0, written = 0;
const spend = (count) => { steps += count; if (steps > limits.steps) exceed('more than ' + limits.steps + ' steps'); };
const grow = (count) => { bytes += count; if (bytes > limits.heapMb * 1048576) exceed('more than ' + limits.heapMb + ' MiB of values'); };
const keep = (value) => {
  if (typeof value === 'string') {
    if (value.length > limits.outputBytes) exceed('a text longer than ' + limits.outputBytes);
    grow(2 * value.length);
  } else if (isList(value)) grow(16 * value.length + 32);
  return value;
};
/** A text of this length may still be made. */
const room = (length) => { if (length > limits.outputBytes) exceed('a text longer than ' + limits.outputBytes); grow(2 * length); };
class Raw { constructor(text) { this.text = text; Object.freeze(this); } }
const plain = (value) => value instanceof Raw ? value.text : value;
const isMap = (value) => typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Raw);
const newMap = () => Object.create(null);
const kindOf = (value) => value === null ? 'null' : isList(value) ? 'list' : isMap(value) ? 'mapping' : typeof value;
const member = (target, key) => {
  const value = plain(target);
  if (value === undefined || value === null) return undefined;
  if (typeof key !== 'string' && typeof key !== 'number') deny('a member name must be a string or a number, not a ' + kindOf(key));
  if (typeof value === 'string' || isList(value)) {
    if (key === 'length') return value.length;
    const index = Number(key);
    if (!Number.isInteger(index) || String(key).trim() === '') deny('a ' + kindOf(value) + ' has no member ' + key);
    return index >= 0 && index < value.length ? value[index] : undefined;
  }
  if (!isMap(value)) deny('a ' + kindOf(value) + ' has no members');
  return own(value, key) ? value[key] : undefined;
};
const contains = (value, target) => {
  const holder = plain(target), item = plain(value);
  if (isList(holder)) { spend(holder.length); return holder.includes(item); }
  if (typeof holder === 'string') return holder.includes(scalar(item));
  if (isMap(holder)) return typeof item === 'string' && own(holder, item);
  return deny('cannot look into a ' + kindOf(holder));
};
const scalar = (value) => {
  const item = plain(value);
  if (item === undefined || item === null) return '';
  if (typeof item === 'string') return item;
  if (typeof item === 'number' || typeof item === 'boolean') return String(item);
  return json(item);
};
const json = (value) => {
  const item = plain(value);
  if (typeof item === 'object' && item !== null) measure(item);
  const text = JSON.stringify(item, (key, inner) => inner instanceof Raw ? inner.text : inner);
  return text === undefined ? 'null' : text;
};
/** Counts a value before it is written: shared lists can stand for a text without end. */
const measure = (value) => {
  spend(1);
  if (typeof value === 'string') grow(2 * value.length);
  else if (isList(value)) for (const item of value) measure(item);
  else if (isMap(value)) for (const key of Object.keys(value)) { grow(2 * key.length); measure(value[key]); }
  return value;
};
const number = (value) => {
  const item = plain(value);
  if (typeof item === 'object' && item !== null || item === undefined) deny('a number is expected, not a ' + kindOf(item));
  return Number(item);
};
const sealed = (value) => {
  if (isList(value)) return Object.freeze(value.map(sealed));
  if (typeof value !== 'object' || value === null) return value;
  const map = newMap();
  for (const key of Object.keys(value)) if (key !== '__proto__') map[key] = sealed(value[key]);
  return Object.freeze(map);
};
`
