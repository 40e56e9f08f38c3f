import type { Session } from '../frame/session.ts'

/** Where a session's age keys are looked for. A session is not spread: asking for its streams would open them. */
export function keyPlaces({
  environment,
  home,
  platform,
}: Session): Pick<Session, 'environment' | 'home' | 'platform'> {
  return { environment, home, platform }
}
