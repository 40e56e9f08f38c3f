import type { Controller } from '#reconcile'
import { volumeBinder } from './binder.ts'
import { ephemeralVolumeController } from './ephemeral.ts'
import type { VolumeHost } from './host.ts'
import { localPathProvisioner } from './local-path.ts'
import { volumeResizer } from './resize.ts'

/**
 * Claims and volumes, from the wish to the end. Without a host, volumes are kept account of, no more. Attaching is what CSI
 * drivers do: VolumeAttachments are theirs, none is made here.
 */
export function volumeControllers(host?: VolumeHost): readonly Controller[] {
  return [volumeBinder(host), localPathProvisioner(host), volumeResizer(host), ephemeralVolumeController]
}
