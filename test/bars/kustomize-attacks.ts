import { attacksHold } from './attacks/hold.ts'
import { overlayBombs } from './attacks/overlay-bombs.ts'
import { overlayDocuments } from './attacks/overlay-documents.ts'
import { overlayAttacks } from './attacks/overlays.ts'
import type { Verdict } from './verdict.ts'

/** kustomize.5: overlays that are wrong, that lead astray, and that would grow without end. */
export function overlayAttacksHeld(): Promise<Verdict> {
  return attacksHold([...overlayAttacks(), ...overlayBombs(), ...overlayDocuments()])
}
