const PREFIX = 'sh.helm.release.v1.'

/** The key of a record in every store, and the name of its object: `sh.helm.release.v1.NAME.vREVISION`. */
export function recordName(releaseName: string, revision: number): string {
  return `${PREFIX}${releaseName}.v${revision}`
}
