import type { Compat } from '#source'

const PID_WIDTH = 7

/** A warning of the server as Helm's client library logs it, `W1122 04:22:39.017925    3286 warnings.go:70] text`, in local time. */
export function klogLine(text: string, { compat, nowMs }: { readonly compat: Compat; readonly nowMs: number }): string {
  const [letter, line, shown] =
    compat === 'helm3' ? (['W', 70, text] as const) : (['I', 107, JSON.stringify(`Warning: ${text}`)] as const)
  const pid = String(process.pid).padStart(PID_WIDTH)
  return `${letter}${timeText(new Date(nowMs))} ${pid} warnings.go:${line}] ${shown}\n`
}

function timeText(time: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')
  return `${two(time.getMonth() + 1)}${two(time.getDate())} ${clock}.${String(time.getMilliseconds()).padStart(3, '0')}000`
}
