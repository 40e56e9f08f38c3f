/** The interpreter of programs (program.ts), as text for the realm. `run` takes JSON and gives JSON. */
export const INTERPRETER = String.raw`
let line = 0, column = 0, depth = 0, mode = 'text', context = newMap(), macros = newMap();
const place = (step) => { line = step[1]; column = step[2]; };
const newFrame = (parent, isTop) => ({ vars: newMap(), parent, isTop: isTop === true });
const holderOf = (frame, name) => { for (let at = frame; at; at = at.parent) if (at.vars[name] !== undefined) return at; return undefined; };
const assign = (frame, name, value) => {
  (holderOf(frame, name) ?? frame).vars[name] = value;
  if (frame.isTop) context[name] = value;
};
const get = (frame, name) => {
  const holder = holderOf(frame, name);
  return holder !== undefined ? holder.vars[name] : own(context, name) ? context[name] : undefined;
};
const write = (out, piece) => {
  written += piece.length;
  if (written > limits.outputBytes) exceed('output longer than ' + limits.outputBytes);
  spend(1);
  out.push(piece);
};
const printed = (value) => {
  if (mode === 'text') return scalar(value);
  if (value instanceof Raw) return value.text;
  return value === undefined ? deny('undefined value (hint: use | omit or | default)') : json(value);
};
/** Runs a body and gives its text. */
const captured = (body, frame) => { const out = []; exec(body, frame, out); const text = out.join(''); return keep(text); };
const args = (step, frame, at) => {
  const values = step[at].map((one) => eval_(one, frame));
  const named = newMap();
  for (const [name, one] of step[at + 1]) named[name] = eval_(one, frame);
  return [values, named];
};
const named = newMap();
named.indent = ['width', 'first']; named.default = named.d = ['default_value', 'boolean']; named.round = ['precision']; named.join = ['d'];
const positional = (name, values, given) => {
  for (const key of Object.keys(given)) {
    const at = own(named, name) ? named[name].indexOf(key) : -1;
    if (at < 0) deny(name + ' has no argument ' + key);
    values[at + 1] = given[key];
  }
  return values;
};
const callMacro = (step, frame) => {
  const [values, given] = args(step, frame, 4);
  place(step);
  if (!own(macros, step[3])) deny('macro ' + step[3] + ' is not defined yet');
  const macro = macros[step[3]];
  if (++depth > 100) exceed('macros call one another more than 100 deep');
  const inner = newFrame(undefined);
  const names = macro[4].concat(macro[5].map((pair) => pair[0]));
  if (values.length > names.length) deny('macro ' + step[3] + ' takes ' + names.length + ' arguments, not ' + values.length);
  for (const [name, fallback] of macro[5]) inner.vars[name] = own(given, name) ? given[name] : eval_(fallback, inner);
  for (const name of macro[4]) if (own(given, name)) inner.vars[name] = given[name];
  values.forEach((value, at) => { inner.vars[names[at]] = value; });
  const text = captured(macro[6], inner);
  depth--;
  return text;
};
const comparable = (left, right) => {
  if (typeof left === 'string' && typeof right === 'string') return [left, right];
  return [number(left), number(right)];
};
const compare = (kind, a, b) => {
  const left = plain(a), right = plain(b);
  const isSame = typeof left === 'object' || typeof right === 'object' ? left === right || left == null && right == null : left == right;
  if (kind === '==') return isSame;
  if (kind === '!=') return !isSame;
  if (kind === '===') return left === right;
  if (kind === '!==') return left !== right;
  const [x, y] = comparable(left, right);
  return kind === '<' ? x < y : kind === '>' ? x > y : kind === '<=' ? x <= y : x >= y;
};
const add = (a, b) => {
  const left = plain(a), right = plain(b);
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left !== 'string' && typeof right !== 'string') return number(left) + number(right);
  return joinTwo(left, right);
};
const joinTwo = (a, b) => { const left = scalar(a), right = scalar(b); room(left.length + right.length); return left + right; };
const truth = (value) => value instanceof Raw ? value.text !== '' : Boolean(value);
const arithmetic = Object.assign(newMap(), {
  '-': (a, b) => a - b, '*': (a, b) => a * b, '/': (a, b) => a / b, '%': (a, b) => a % b, '//': (a, b) => Math.floor(a / b), '**': (a, b) => a ** b,
});
const expressions = Object.assign(newMap(), {
  value: (step) => step[3],
  name: (step, frame) => get(frame, step[3]),
  list: (step, frame) => keep(step[3].map((one) => eval_(one, frame))),
  map: (step, frame) => { const map = newMap(); for (const [key, one] of step[3]) { grow(64); map[key] = eval_(one, frame); } return map; },
  member: (step, frame) => { const target = eval_(step[3], frame), key = plain(eval_(step[4], frame)); place(step); return member(target, key); },
  filter: (step, frame) => {
    const [values, given] = args(step, frame, 4);
    place(step);
    if (!own(filters, step[3])) deny('no filter ' + step[3]);
    return keep(filters[step[3]](...positional(step[3], values, given)));
  },
  test: (step, frame) => { const value = eval_(step[4], frame); place(step); return own(tests, step[3]) ? tests[step[3]](value) : deny('no test ' + step[3]); },
  call: (step, frame) => {
    const [values, given] = args(step, frame, 4);
    place(step);
    return own(functions, step[3]) ? keep(functions[step[3]](...positional(step[3], values, given))) : deny('no function ' + step[3]);
  },
  'macro-call': callMacro,
  capture: (step, frame) => captured(step[3], frame),
  all: (step, frame) => captured(step, frame),
  if: (step, frame) => truth(eval_(step[3], frame)) ? eval_(step[4], frame) : step[5] === null ? undefined : eval_(step[5], frame),
  compare: (step, frame) => {
    let left = eval_(step[3], frame);
    for (const [kind, one] of step[4]) { const right = eval_(one, frame); place(step); left = compare(kind, left, right); }
    return left;
  },
  or: (step, frame) => { const left = eval_(step[3], frame); return truth(left) ? left : eval_(step[4], frame); },
  and: (step, frame) => { const left = eval_(step[3], frame); return truth(left) ? eval_(step[4], frame) : left; },
  not: (step, frame) => !truth(eval_(step[3], frame)),
  neg: (step, frame) => -number(eval_(step[3], frame)),
  pos: (step, frame) => number(eval_(step[3], frame)),
  '+': (step, frame) => { const left = eval_(step[3], frame), right = eval_(step[4], frame); place(step); return add(left, right); },
  '~': (step, frame) => { const left = eval_(step[3], frame), right = eval_(step[4], frame); place(step); return joinTwo(left, right); },
  in: (step, frame) => { const left = eval_(step[3], frame), right = eval_(step[4], frame); place(step); return contains(left, right); },
});
const eval_ = (step, frame) => {
  spend(1);
  const kind = step[0];
  if (own(expressions, kind)) { place(step); return expressions[kind](step, frame); }
  if (!own(arithmetic, kind)) return deny(kind + ' is no expression');
  const left = number(eval_(step[3], frame)), right = number(eval_(step[4], frame));
  place(step);
  return arithmetic[kind](left, right);
};
const loop = (step, outer, out) => {
  const value = plain(eval_(step[4], outer)), names = step[3];
  place(step);
  if (value !== undefined && value !== null && typeof value !== 'object' && typeof value !== 'string' && value !== false) deny('cannot loop over a ' + kindOf(value));
  const isPairs = isMap(value) && names.length > 1;
  const items = isPairs ? Object.keys(value) : isList(value) || typeof value === 'string' ? value : [];
  const size = items.length, frame = newFrame(outer);
  for (let at = 0; at < size; at++) {
    spend(1);
    if (isPairs) { frame.vars[names[0]] = items[at]; frame.vars[names[1]] = value[items[at]]; }
    else if (names.length === 1) frame.vars[names[0]] = items[at];
    else names.forEach((name, part) => { frame.vars[name] = member(items[at], part); });
    frame.vars.loop = Object.assign(newMap(), { index: at + 1, index0: at, revindex: size - at, revindex0: size - at - 1, first: at === 0, last: at === size - 1, length: size });
    exec(step[5], frame, out);
  }
  if (size === 0 && step[6] !== null) exec(step[6], outer, out);
};
const choose = (step, frame, out) => {
  const value = plain(eval_(step[3], frame));
  let isOn = false;
  for (const [cond, body] of step[4]) {
    isOn = isOn || plain(eval_(cond, frame)) === value;
    if (!isOn) continue;
    exec(body, frame, out);
    if (body[3].length > 0) return;
  }
  if (step[5] !== null) exec(step[5], frame, out);
};
const statements = Object.assign(newMap(), {
  text: (step, frame, out) => write(out, step[3]),
  print: (step, frame, out) => { const value = eval_(step[3], frame); place(step); write(out, printed(value)); },
  all: (step, frame, out) => { for (const one of step[3]) exec(one, frame, out); },
  if: (step, frame, out) => { if (truth(eval_(step[3], frame))) exec(step[4], frame, out); else if (step[5] !== null) exec(step[5], frame, out); },
  for: loop,
  set: (step, frame) => { const value = eval_(step[4], frame); for (const name of step[3]) assign(frame, name, value); },
  macro: (step) => { macros[step[3]] = step; },
  switch: choose,
});
const exec = (step, frame, out) => {
  spend(1);
  place(step);
  if (!own(statements, step[0])) deny(step[0] + ' is no statement');
  statements[step[0]](step, frame, out);
};
globalThis.run = (input) => {
  try {
    const { program, data, options } = JSON.parse(input);
    limits = options.limits; mode = options.mode;
    steps = bytes = written = line = column = depth = 0;
    context = Object.assign(newMap(), sealed(data)); macros = newMap();
    const out = [];
    exec(program, newFrame(undefined, true), out);
    return JSON.stringify({ text: out.join('') });
  } catch (error) {
    const isStop = error instanceof Stop;
    const reason = isStop ? error.reason : error instanceof RangeError ? 'nested too deep' : 'not possible: ' + (error instanceof Error ? error.message : 'error');
    return JSON.stringify({ reason: String(reason).slice(0, 500), line, column, isLimit: isStop ? error.isLimit : error instanceof RangeError });
  }
};
`
