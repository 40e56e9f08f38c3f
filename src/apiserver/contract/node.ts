import type { JsonObject } from '#kube'
import type { Answer, ApiRequest } from './http.ts'

/** The way to a node's kubelet: logs, exec, attach, port-forward and proxy are passed on through it. */
export interface NodeConnector {
  /**
   * `path` is the kubelet's own: `/containerLogs/NS/POD/CONTAINER`, `/exec/NS/POD/CONTAINER`, `/attach/…`,
   * `/portForward/NS/POD`, or any path for `nodes/proxy`. The request keeps its headers, body and upgrade.
   */
  connect(node: string, path: string, request: ApiRequest): Promise<Answer>
  /** Opens a plain connection to an address of a pod or service, for `proxy` subresources and webhooks by service. */
  dial?(host: string, port: number): Promise<{ readonly host: string; readonly port: number }>
  /** Answers webhooks that are services in place of their pods: an AdmissionReview or ConversionReview goes in and out. */
  review?(question: JsonObject): JsonObject
}
