import { FILTERS_SOURCE } from './filters.ts'
import { INTERPRETER } from './interpreter.ts'
import { LOOKUPS } from './lookups.ts'
import { YAML } from './yaml.ts'

/**
 * Wall C: what runs inside a context that has no function but the language's own, and in which making code from strings
 * is off. Only JSON goes in, only JSON comes out. It is text because it must not share one object with the program.
 */
export const REALM_SOURCE = `(() => { 'use strict';
let limits = { steps: 0, heapMb: 0, outputBytes: 0, range: 0 };
${LOOKUPS}${YAML}${FILTERS_SOURCE}${INTERPRETER}
for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'eval', 'Function', 'console']) delete globalThis[name];
})()`

/**
 * The thread's own program: a new context for the first template and after every one that failed, nothing else. Text, so
 * that it runs alike from sources, in tests and inside one executable.
 */
export const WORKER_SOURCE = `'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const vm = require('node:vm');
const realm = new vm.Script(workerData.realm, { filename: 'realm.js' });
const call = new vm.Script('run(input)', { filename: 'call.js' });
let sandbox;
parentPort.on('message', ({ id, input, timeMs }) => {
  let output;
  try {
    if (sandbox === undefined) {
      sandbox = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false }, microtaskMode: 'afterEvaluate' });
      realm.runInContext(sandbox);
    }
    sandbox.input = input;
    output = String(call.runInContext(sandbox, { timeout: timeMs }));
    if (output.startsWith('{"reason"')) sandbox = undefined;
  } catch (error) {
    sandbox = undefined;
    const isTime = error !== null && typeof error === 'object' && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    output = JSON.stringify({ reason: isTime ? 'ran longer than ' + timeMs + ' ms' : 'stopped', isLimit: true });
  }
  parentPort.postMessage({ id, output });
});`
