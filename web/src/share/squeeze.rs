//! Packing and unpacking (deflate, RFC 1951): the browser's own does it in the page, which has its
//! code already.

/// Why packed bytes could not be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Burst {
    /// Their end is missing.
    CutShort,
    /// They are none.
    Foreign,
    /// They unpack to more than was allowed.
    TooLarge,
}

#[cfg(target_arch = "wasm32")]
pub use browser::{deflate, inflate};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{at_once, deflate, inflate};

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::Uint8Array;
    use wasm_bindgen::prelude::*;

    use super::Burst;

    // What a stream breaks on tells where: before the end was said the bytes are wrong, after it
    // some are missing.
    #[wasm_bindgen(inline_js = r#"
export async function squeeze(bytes) {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
export async function expand(bytes, most) {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter(), reader = stream.readable.getReader();
  let said = false;
  const fed = writer.write(bytes).then(() => { said = true; return writer.close(); });
  fed.catch(() => {});
  const parts = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
      length += value.length;
      if (length > most) { reader.cancel().catch(() => {}); return "large"; }
      parts.push(value);
    }
  } catch (broken) {
    return said ? "short" : "foreign";
  }
}
"#)]
    extern "C" {
        async fn squeeze(bytes: Vec<u8>) -> JsValue;
        async fn expand(bytes: Vec<u8>, most: u32) -> JsValue;
    }

    /// Packs bytes.
    pub async fn deflate(bytes: Vec<u8>) -> Vec<u8> {
        Uint8Array::new(&squeeze(bytes).await).to_vec()
    }

    /// Unpacks bytes, at most so many.
    ///
    /// # Errors
    ///
    /// Tells what is wrong with them.
    pub async fn inflate(bytes: Vec<u8>, at_most: u32) -> Result<Vec<u8>, Burst> {
        let told = expand(bytes, at_most).await;
        match told.as_string().as_deref() {
            None => Ok(Uint8Array::new(&told).to_vec()),
            Some("short") => Err(Burst::CutShort),
            Some("large") => Err(Burst::TooLarge),
            Some(_) => Err(Burst::Foreign),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use miniz_oxide::deflate::compress_to_vec;
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

    use super::Burst;

    /// Packs bytes.
    pub async fn deflate(bytes: Vec<u8>) -> Vec<u8> {
        compress_to_vec(&bytes, 9)
    }

    /// Unpacks bytes, at most so many.
    ///
    /// # Errors
    ///
    /// Tells what is wrong with them.
    pub async fn inflate(bytes: Vec<u8>, at_most: u32) -> Result<Vec<u8>, Burst> {
        let at_most = usize::try_from(at_most).unwrap_or(usize::MAX);
        decompress_to_vec_with_limit(&bytes, at_most).map_err(|error| match error.status {
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => Burst::CutShort,
            TINFLStatus::HasMoreOutput => Burst::TooLarge,
            _ => Burst::Foreign,
        })
    }

    /// What comes of something that waits for nobody: outside of a browser all of this is done at
    /// once.
    pub fn at_once<T>(done: impl Future<Output = T>) -> T {
        let mut done = pin!(done);
        loop {
            if let Poll::Ready(value) = done.as_mut().poll(&mut Context::from_waker(Waker::noop()))
            {
                return value;
            }
        }
    }
}
