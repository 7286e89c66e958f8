import COpenSSL

/// SHA-256 (FIPS 180-4) of bytes that come in pieces, by OpenSSL's libcrypto.
final class SHA256 {
  /// Bytes of a digest.
  static let byteCount = 32

  private let context: OpaquePointer
  private var isFinished = false

  /// Starts with no bytes.
  init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto has no SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  ///
  /// - Precondition: the digest was not asked for before.
  func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(!isFinished, "bytes after the end")
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Writes the digest of all bytes added to the first 32 of `digest`.
  ///
  /// - Precondition: the digest was not asked for before.
  func finish(into digest: UnsafeMutableRawBufferPointer) {
    precondition(digest.count >= Self.byteCount, "a digest has 32 bytes, room for \(digest.count)")
    precondition(!isFinished, "a second end")
    isFinished = true
    EVP_DigestFinal_ex(context, digest.assumingMemoryBound(to: UInt8.self).baseAddress, nil)
  }

  /// The digest of all bytes added, 64 hexadecimal digits.
  ///
  /// - Precondition: the digest was not asked for before.
  func finish() -> String {
    var digest = [UInt8](repeating: 0, count: Self.byteCount)
    digest.withUnsafeMutableBytes { finish(into: $0) }
    return Hashing.hexadecimal(digest)
  }
}
