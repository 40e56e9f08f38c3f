import type { Persona } from '../frame/session.ts'

/** Runs `read`; as `helm`, a folder without Chart.yaml is told as the dependency commands of Helm tell it. */
export function asHelm<T>(persona: Persona, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw inHelmWords(error, persona)
  }
}

/** The error with the message that Helm's dependency commands have; mutates it. */
export function inHelmWords(error: unknown, persona: Persona): unknown {
  if (persona === 'helm' && error instanceof Error && error.message.startsWith('unable to detect chart at ')) {
    error.message = 'Chart.yaml file is missing'
  }
  return error
}
