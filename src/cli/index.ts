/**
 * The face: commands as data, flags, views, exit codes. A command line and a session (streams, environment, clock) go
 * in; text on stdout, messages on stderr and an exit code come out. It holds no logic of its own: each command makes one
 * call into a room.
 */
export type { Session } from './frame/session.ts'
export { run } from './program.ts'
