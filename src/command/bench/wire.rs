//! The smallest HTTP/1.1 client that keeps its connection: one request, one answer read to its end.

use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// A kept connection.
pub struct Wire {
    stream: TcpStream,
    unread: Vec<u8>,
}

/// An answer.
pub struct Got {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Got {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Wire {
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, unread: Vec::new() })
    }

    pub async fn ask(&mut self, request: &[u8]) -> io::Result<Got> {
        self.stream.write_all(request).await?;
        let end = self.find(b"\r\n\r\n").await?;
        let head = String::from_utf8_lossy(&self.take(end + 4)).into_owned();
        let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
        let mut got = Got { status, head, body: Vec::new() };
        got.body = match got.header("content-length").and_then(|text| text.parse().ok()) {
            Some(length) => self.exactly(length).await?,
            None if got.header("transfer-encoding").is_some() => self.chunks().await?,
            None => Vec::new(),
        };
        Ok(got)
    }

    async fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = self.find(b"\r\n").await?;
            let line = String::from_utf8_lossy(&self.take(end + 2)).into_owned();
            let size = usize::from_str_radix(line.trim(), 16).map_err(|_| io::ErrorKind::InvalidData)?;
            body.extend(self.exactly(size).await?);
            self.exactly(2).await?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    async fn exactly(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.unread.len() < length {
            self.read().await?;
        }
        Ok(self.take(length))
    }

    /// Where `mark` stands in what comes next.
    async fn find(&mut self, mark: &[u8]) -> io::Result<usize> {
        loop {
            if let Some(at) = self.unread.windows(mark.len()).position(|window| window == mark) {
                return Ok(at);
            }
            self.read().await?;
        }
    }

    async fn read(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.unread).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.unread.split_off(length);
        std::mem::replace(&mut self.unread, rest)
    }
}

/// A page as a browser asks for it, but for compression.
pub fn get(path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n").into_bytes()
}

/// The same request from a browser that takes compressed pages.
pub fn accepting_gzip(request: &[u8]) -> Vec<u8> {
    let head = request.strip_suffix(b"\r\n").unwrap_or(request);
    [head, b"Accept-Encoding: gzip\r\n\r\n"].concat()
}

/// Something sent from a page of ours. `csrf` stands in the header that the tablet sends; forms carry it themselves.
pub fn post(path: &str, cookie: &str, csrf: Option<&str>, content_type: &str, body: &str) -> Vec<u8> {
    let token = csrf.map(|csrf| format!("X-CSRF-Token: {csrf}\r\n")).unwrap_or_default();
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n{token}\
         Content-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
