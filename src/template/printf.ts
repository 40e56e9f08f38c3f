import { type Flags, noFlags } from './flags.ts'
import { floatText } from './float.ts'
import { printArgument } from './print.ts'
import { goTypeName } from './types.ts'
import { Int, type Value } from './value.ts'

const LIMIT = 1_000_000n
/** Most UTF-16 units that printing may make: doubling a text in a loop ends here. */
const MAX_UNITS = 2 ** 26

function checked(text: string): string {
  if (text.length > MAX_UNITS) throw new Error(`printed text exceeds ${MAX_UNITS} characters`)
  return text
}

/** `fmt.Sprint`: a space between operands when neither is a string. */
export function sprint(args: readonly Value[]): string {
  let text = ''
  let wasString = true
  args.forEach((arg, index) => {
    const isString = typeof arg === 'string'
    if (index > 0 && !isString && !wasString) text += ' '
    text += printed(arg)
    wasString = isString
  })
  return checked(text)
}

/** `fmt.Sprintln`: spaces between all operands, and a line feed. */
export function sprintln(args: readonly Value[]): string {
  return checked(`${args.map(printed).join(' ')}\n`)
}

/** A value as `%v` prints it: the quick ways first. */
export function printed(value: Value | undefined): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return floatText(value)
    case 'boolean':
      return value ? 'true' : 'false'
    default:
      return value instanceof Int ? value.value.toString() : printArgument(value, 'v', noFlags())
  }
}

/** `fmt.Sprintf`. */
export function sprintf(format: string, args: readonly Value[]): string {
  return format.includes('%') || args.length > 0 ? new Formatting(format, args).run() : format
}

class Formatting {
  private readonly format: string
  private readonly args: readonly Value[]
  private at = 0
  private argument = 0
  private goodArgument = true
  private reordered = false
  private afterIndex = false
  private flags: Flags = noFlags()

  constructor(format: string, args: readonly Value[]) {
    this.format = format
    this.args = args
  }

  run(): string {
    let text = ''
    while (this.at < this.format.length) {
      const percent = this.format.indexOf('%', this.at)
      if (percent === -1) {
        text += this.format.slice(this.at)
        break
      }
      text += this.format.slice(this.at, percent)
      this.at = percent + 1
      text = checked(text + this.directive())
    }
    return text + this.extra()
  }

  private directive(): string {
    this.goodArgument = true
    this.afterIndex = false
    this.flags = noFlags()
    if (this.readFlags()) return this.print(this.format.charAt(this.at++))
    this.readIndex()
    const complaints = this.readWidth() + this.readPrecision()
    if (!this.afterIndex) this.readIndex()
    const code = this.format.codePointAt(this.at)
    if (code === undefined) return `${complaints}%!(NOVERB)`
    const verb = String.fromCodePoint(code)
    this.at += verb.length
    return complaints + this.verb(code >= 0xdc80 && code <= 0xdcff ? '\ufffd' : verb)
  }

  private verb(verb: string): string {
    if (verb === '%') return '%'
    if (!this.goodArgument) return `%!${verb}(BADINDEX)`
    if (this.argument >= this.args.length) return `%!${verb}(MISSING)`
    return this.print(verb)
  }

  /** True when a plain verb follows that needs no further reading. */
  private readFlags(): boolean {
    for (; this.at < this.format.length; this.at++) {
      const character = this.format.charAt(this.at)
      switch (character) {
        case '#':
          this.flags.sharp = true
          continue
        case '0':
          this.flags.zero = true
          continue
        case '+':
          this.flags.plus = true
          continue
        case '-':
          this.flags.minus = true
          continue
        case ' ':
          this.flags.space = true
          continue
      }
      return character >= 'a' && character <= 'z' && this.argument < this.args.length
    }
    return false
  }

  private print(verb: string): string {
    const { flags } = this
    if (verb === 'v') {
      flags.sharpV = flags.sharp
      flags.plusV = flags.plus
      flags.sharp = flags.plus = false
    }
    return printArgument(this.args[this.argument++], verb, flags)
  }

  private readWidth(): string {
    if (this.format.charAt(this.at) !== '*') {
      this.flags.width = this.readNumber()
      if (this.afterIndex && this.flags.width !== undefined) this.goodArgument = false
      return ''
    }
    this.at++
    this.afterIndex = false
    const width = this.intArgument()
    if (width === undefined) return '%!(BADWIDTH)'
    this.flags.width = Math.abs(width)
    if (width < 0) this.flags.minus = true
    return ''
  }

  private readPrecision(): string {
    if (this.format.charAt(this.at) !== '.' || this.at + 1 >= this.format.length) return ''
    this.at++
    if (this.afterIndex) this.goodArgument = false
    this.readIndex()
    if (this.format.charAt(this.at) !== '*') {
      this.flags.precision = this.readNumber() ?? 0
      return ''
    }
    this.at++
    this.afterIndex = false
    const precision = this.intArgument()
    if (precision === undefined || precision < 0) return '%!(BADPREC)'
    this.flags.precision = precision
    return ''
  }

  private intArgument(): number | undefined {
    if (this.argument >= this.args.length) return undefined
    const value = this.args[this.argument++]
    if (!(value instanceof Int) || value.value > LIMIT || value.value < -LIMIT) return undefined
    return Number(value.value)
  }

  private readNumber(): number | undefined {
    const match = /^\d+/.exec(this.format.slice(this.at, this.at + 9))
    if (match === null) return undefined
    const number = Number(match[0])
    if (number > Number(LIMIT) * 10) {
      this.at = this.format.length
      return undefined
    }
    this.at += match[0].length
    return number
  }

  /** `[3]`: which argument comes next. */
  private readIndex(): void {
    this.afterIndex = false
    if (this.format.charAt(this.at) !== '[') return
    this.reordered = true
    const close = this.format.indexOf(']', this.at)
    const digits = close === -1 ? '' : this.format.slice(this.at + 1, close)
    const index = /^\d{1,7}$/.test(digits) ? Number(digits) - 1 : undefined
    this.at = close === -1 ? this.at + 1 : close + 1
    if (index !== undefined && index >= 0 && index < this.args.length) {
      this.argument = index
      this.afterIndex = true
      return
    }
    this.goodArgument = false
    this.afterIndex = index !== undefined
  }

  private extra(): string {
    if (this.reordered || this.argument >= this.args.length) return ''
    const rest = this.args
      .slice(this.argument)
      .map((arg) => (arg === null ? '<nil>' : `${goTypeName(arg)}=${printed(arg)}`))
    return `%!(EXTRA ${rest.join(', ')})`
  }
}
