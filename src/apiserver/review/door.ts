export { accessReviews } from './access-review.ts'
export { selfReviews } from './self-review.ts'
export { tokenRequest } from './token-request.ts'
export { tokenReview } from './token-review.ts'
