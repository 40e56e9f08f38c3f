export { accessReviews } from './access-review.ts'
export { selfReviews, userInfoOf } from './self-review.ts'
export { type TokenRequestOptions, tokenRequest } from './token-request.ts'
export { tokenReview } from './token-review.ts'
