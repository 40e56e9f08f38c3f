import { basename, resolve } from 'node:path'
import type { ExplainField, RenderContent } from '#release'
import { globalFlags } from '../flags/global.ts'
import { kustomizeFlags } from '../flags/kustomize.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { buildFromFlags } from '../kustomize/build.ts'
import type { ContentFlags } from './content-flags.ts'
import { contentOfManifests, refuseValues } from './manifest-content.ts'

/** Kustomizations as releases: what `kustomize build` gives for the folder. */
export async function loadOverlayContent(
  source: string,
  flags: ContentFlags,
  session: Session,
): Promise<RenderContent> {
  const origin = { format: 'kustomize', source } as const
  refuseValues(origin, flags)
  const input = parseFlags({ ...globalFlags, ...kustomizeFlags }, [])
  const { text } = await buildFromFlags(source, input, session)
  const name = `${basename(resolve(session.cwd, source))}/kustomization.yaml`
  const explain: ExplainField = async (place) => (await loadExplain())(place)
  let loaded: Promise<ExplainField> | undefined
  const loadExplain = (): Promise<ExplainField> => {
    loaded ??= import('./overlay-explain.ts').then(({ explainOverlay }) => explainOverlay(source, input, session))
    return loaded
  }
  return async () => ({ ...(await contentOfManifests([{ name, text }], origin, { flags, session })), explain })
}
