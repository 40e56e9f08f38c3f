/** What is said where a render has spent a limit, and the limit's name in `--limits`. */
const LIMITS: readonly (readonly [text: RegExp, name: string])[] = [
  [/\brendering stopped: more than \d+ steps$/, 'steps'],
  [/\brendering stopped: longer than \d+ ms$/, 'time'],
  [/\brendering stopped: output exceeds \d+ bytes$/, 'output'],
  [/\brendering stopped: memory exceeds \d+ bytes$/, 'memory'],
  [/\brendering stopped: templates are nested (?:more than \d+|too) deep$/, 'depth'],
]

/** How to raise the limit that a render has spent; undefined where no flag does. */
export function limitHint(message: string): string | undefined {
  const name = LIMITS.find(([text]) => text.test(message))?.[1]
  return name && `--limits ${name}=… (or BERTH_LIMITS) raises this limit; 0 is none`
}
