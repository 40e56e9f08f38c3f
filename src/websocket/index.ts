/**
 * Websockets (RFC 6455) on connections that are there already: frames, messages, and the numbered channels that Kubernetes
 * puts into them. Bytes go in and come out, for either end. It opens no connection and knows no HTTP but its own handshake.
 */

export { type ChannelProtocol, ChannelSocket, channelProtocols } from './channels.ts'
export { type Message, WebSocketConnection, type WebSocketEnd, type WebSocketEvents } from './connection.ts'
export { WebSocketError, type WebSocketErrorCode } from './error.ts'
export { acceptKey, answerHandshake, type Handshake } from './handshake.ts'
