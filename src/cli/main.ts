import { restartForShortRun } from './frame/restart.ts'

restartForShortRun(process.argv.slice(2, 4), process.env)
await import('./start.ts')
