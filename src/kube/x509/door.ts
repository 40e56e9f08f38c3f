export {
  type DerElement,
  der,
  derBits,
  derInteger,
  derOid,
  derSequence,
  derText,
  derTime,
  readDer,
  readOid,
  readOneDer,
} from './der.ts'
export { type PemBlock, readPem, writePem } from './pem.ts'
export { type CertificateRequest, CertificateRequestError, readCertificateRequest } from './request.ts'
