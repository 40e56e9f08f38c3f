import type { Transport } from '#client'

/** A transport with something done around every request; the rest is that of the one below. */
export function layer(below: Transport, send: Transport['send']): Transport {
  return {
    ...(below.upgrade !== undefined && { upgrade: below.upgrade.bind(below) }),
    send,
    close: () => below.close(),
  }
}
