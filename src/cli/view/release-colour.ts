const CYAN = 36
/** Colours of statuses; what is not here has none. Source: helm internal/cli/output/color.go. */
const STATUS_COLOURS: Readonly<Record<string, number>> = {
  deployed: 32,
  failed: 31,
  unknown: 31,
  'pending-install': 33,
  'pending-upgrade': 33,
  'pending-rollback': 33,
  uninstalling: 33,
}

/** How parts of a release look. */
export interface ReleaseColours {
  header(text: string): string
  namespace(text: string): string
  status(text: string): string
}

/** Helm 4's colours, or none. */
export function releaseColours(hasColour: boolean): ReleaseColours {
  if (!hasColour) return { header: plain, namespace: plain, status: plain }
  return {
    header: (text) => `\u001b[1m${text}\u001b[22m`,
    namespace: (text) => inColour(text, CYAN),
    status: (text) => inColour(text, STATUS_COLOURS[text]),
  }
}

function plain(text: string): string {
  return text
}

function inColour(text: string, colour: number | undefined): string {
  return colour === undefined ? text : `\u001b[${colour}m${text}\u001b[0m`
}
