import { renderRepeatedly } from './warm.ts'

console.log((await renderRepeatedly(6)).map((t) => t.toFixed(1)).join(' '))
