import { jsonText, noCache } from '../codec/answer.ts'
import type { Handler } from '../contract/http.ts'
import type { KindTable } from '../contract/registry.ts'

/** Answers `/` with every path that is served; `paths` are those that are always there. */
export function rootHandler(table: KindTable, paths: () => readonly string[]): Handler {
  return () => {
    const all = new Set(['/api', '/apis', ...paths(), ...groupPaths(table)])
    const headers = { ...noCache, 'content-type': 'application/json' }
    return Promise.resolve({ status: 200, headers, body: jsonText({ paths: [...all].sort() }, true) })
  }
}

function groupPaths(table: KindTable): readonly string[] {
  return table
    .all()
    .flatMap(({ group, version }) =>
      group === '' ? [`/api/${version}`] : [`/apis/${group}`, `/apis/${group}/${version}`],
    )
}
