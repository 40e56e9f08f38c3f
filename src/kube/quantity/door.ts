export { parseQuantity, quantityMessage } from './parse.ts'
export { canonicalQuantity, canonicalResource, printQuantity } from './print.ts'
export {
  addQuantities,
  compareQuantities,
  milliValueOf,
  type Quantity,
  type QuantityFormat,
  quantityOf,
  roundToMilli,
  subtractQuantities,
  valueOf as quantityValueOf,
  zeroQuantity,
} from './quantity.ts'
