/** Read by the engine before any code runs; there is no other way to tell it. */
const SWITCH = 'BUN_JSC_useFTLJIT'

/** Commands that render: half a second of work at most, most of it run once. */
const SHORT_LIVED = /^(template|lint|explain|schema)$/

/**
 * Starts the executable again, in the same process, without its last optimizing compiler: on the threads beside a render
 * it works for longer than the render lasts, which made large charts 1.2 to 1.6 times slower. The restart costs 5 ms. On
 * Node, where there is no such compiler, nothing happens. Mutates `environment`: children do not inherit the switch.
 */
export function restartForShortRun(words: readonly string[], environment: NodeJS.ProcessEnv): void {
  const isRestarted = environment[SWITCH] !== undefined
  delete environment[SWITCH]
  if (isRestarted || process.versions['bun'] === undefined || process.execve === undefined) return
  if (!words.some((word) => SHORT_LIVED.test(word))) return
  try {
    process.execve(process.execPath, [process.argv0, ...process.argv.slice(2)], { ...environment, [SWITCH]: '0' })
  } catch {
    // a system that refuses the restart runs on as it is, only slower
  }
}
