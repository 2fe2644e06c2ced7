//! The QR code of a grid: who scans it gets the form that reports a matter there (mission.md, S33).

use onemap_domain::area::AreaCode;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// Sides of the picture, in its own units; a printer makes of it what it needs.
const SIDE: u32 = 512;

/// Why there is no code.
#[derive(Debug, thiserror::Error)]
pub enum QrError {
    /// The address is not one that a telephone can open.
    #[error("{address:?} begins with neither https:// nor http://")]
    Address {
        /// What was given.
        address: String,
    },
    /// The address is too long to be scanned.
    #[error("the address is too long for a QR code")]
    TooLong(#[source] qrcode::types::QrError),
}

/// Where the form of a grid is, at a central that residents reach under this address.
pub fn form_address(address: &str, grid: &AreaCode) -> Result<String, QrError> {
    let is_known = ["https://", "http://"]
        .iter()
        .any(|scheme| address.len() > scheme.len() && address.starts_with(scheme));
    if !is_known {
        return Err(QrError::Address {
            address: address.to_owned(),
        });
    }
    let address = address.trim_end_matches('/');
    Ok(format!("{address}/report?grid={}", grid.as_str()))
}

/// The code as SVG. A quarter of it may be dirty or torn off: it hangs outside.
pub fn svg(text: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).map_err(QrError::TooLong)?;
    Ok(code
        .render::<svg::Color>()
        .min_dimensions(SIDE, SIDE)
        .build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_its_form_and_the_form_its_picture() {
        let grid = AreaCode::parse("520381001001001").unwrap();
        let address = form_address("https://example.org/", &grid).unwrap();
        assert_eq!(address, "https://example.org/report?grid=520381001001001");
        let picture = svg(&address).unwrap();
        assert!(picture.contains("<svg") && picture.trim_end().ends_with("</svg>"));
        assert!(form_address("example.org", &grid).is_err());
        assert!(form_address("https://", &grid).is_err());
    }
}
