import { isAlphaNumeric } from './runes.ts'

const DECIMAL = '0123456789_'
const HEXADECIMAL = '0123456789abcdefABCDEF_'

/** A number as far as Go's lexer reads it; of one that is not well formed, up to the character at fault. */
export interface ScannedNumber {
  readonly end: number
  readonly isComplex: boolean
  readonly isGood: boolean
}

/** Reads the number at `start`, with its sign, base, fraction, exponent and imaginary part (text/template/parse/lex.go). */
export function scanNumber(input: string, start: number): ScannedNumber {
  const real = new NumberScan(input, start)
  const isGood = real.scan()
  const sign = input.charAt(real.at)
  if (!isGood || (sign !== '+' && sign !== '-')) return { end: real.at, isComplex: false, isGood }
  const imaginary = new NumberScan(input, real.at)
  const isImaginary = imaginary.scan() && input.charAt(imaginary.at - 1) === 'i'
  return { end: imaginary.at, isComplex: true, isGood: isImaginary }
}

class NumberScan {
  at: number
  private readonly input: string

  constructor(input: string, start: number) {
    this.input = input
    this.at = start
  }

  /** Takes one number; false when a letter or digit follows that does not belong to it. */
  scan(): boolean {
    this.accept('+-')
    const digits = this.prefix()
    this.acceptRun(digits)
    if (this.accept('.')) this.acceptRun(digits)
    if (digits === DECIMAL && this.accept('eE')) this.exponent()
    if (digits === HEXADECIMAL && this.accept('pP')) this.exponent()
    this.accept('i')
    const code = this.input.codePointAt(this.at)
    const after = code === undefined ? '' : String.fromCodePoint(code)
    if (after === '' || !isAlphaNumeric(after)) return true
    this.at += after.length
    return false
  }

  /** The digits of the base that the prefix names. */
  private prefix(): string {
    if (!this.accept('0')) return DECIMAL
    if (this.accept('xX')) return HEXADECIMAL
    if (this.accept('oO')) return '01234567_'
    return this.accept('bB') ? '01_' : DECIMAL
  }

  private exponent(): void {
    this.accept('+-')
    this.acceptRun(DECIMAL)
  }

  private accept(valid: string): boolean {
    const character = this.input.charAt(this.at)
    if (character === '' || !valid.includes(character)) return false
    this.at++
    return true
  }

  private acceptRun(valid: string): void {
    while (this.accept(valid));
  }
}
