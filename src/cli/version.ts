/** The program's version, set by the build; `0.0.0-dev` when run from sources. */
export const version: string = process.env['BERTH_VERSION'] ?? '0.0.0-dev'

/** The Helm release whose behaviour each compatibility level has. */
export const helmVersions = { helm3: 'v3.17.2', helm4: 'v4.1.4' } as const
