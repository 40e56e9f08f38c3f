// Written by tools/generate-kinds.mjs: change that, not this.

/** Types of k8s.io/api/certificates/v1; the format is told in ../table.ts. */
export const certificatesV1 = `
CertificateSigningRequest|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ObjectMeta e|spec 2 CertificateSigningRequestSpec r|status 3 CertificateSigningRequestStatus e
CertificateSigningRequestSpec|request 1 bytes r|signerName 7 string r|expirationSeconds 8 *int32 e|usages 5 []string#KeyUsage e L=atomic|username 2 string e|uid 3 string e|groups 4 []string e L=atomic|extra 6 {}~[]string e
CertificateSigningRequestStatus|conditions 1 []CertificateSigningRequestCondition e L=map K=type|certificate 2 bytes e
CertificateSigningRequestCondition|type 1 string r|status 6 string r|reason 2 string e|message 3 string e|lastUpdateTime 4 Time e|lastTransitionTime 5 Time e
CertificateSigningRequestList|- 0 meta/v1.TypeMeta ir|metadata 1 meta/v1.ListMeta e|items 2 []CertificateSigningRequest r
#KeyUsage|any|cert sign|client auth|code signing|content commitment|crl sign|data encipherment|decipher only|digital signature|email protection|encipher only|ipsec end system|ipsec tunnel|ipsec user|key agreement|key encipherment|microsoft sgc|netscape sgc|ocsp signing|s/mime|server auth|signing|timestamping
`
