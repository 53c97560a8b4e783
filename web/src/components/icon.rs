//! Small marks, drawn by us on a grid of 16.

use lampfield_markup::html;
use yew::prelude::*;

include!(concat!(env!("OUT_DIR"), "/marks.rs"));

thread_local! {
    /// The paths of all marks, read once.
    static PATHS: Vec<AttrValue> = marks().split('\0').map(|path| path.to_owned().into()).collect();
}

/// Declares the marks, each with its path, so that the two cannot diverge: the build script reads the
/// paths here, one of a line, and puts them beside what is compiled.
macro_rules! marks {
    ($($name:ident $path:literal;)*) => {
        /// A mark.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "a mark's name says what it shows")]
        pub enum Mark {
            $($name,)*
        }

        impl Mark {
            #[cfg(test)]
            const ALL: &[(Self, &str)] = &[$((Self::$name, $path),)*];

            fn path(self) -> AttrValue {
                PATHS.with(|all| all.get(self as usize).cloned()).unwrap_or_default()
            }
        }
    };
}

marks! {
    Play "M5 3.2v9.6L13 8z";
    Pause "M4.5 3h2.6v10H4.5zM8.9 3h2.6v10H8.9z";
    Replay "M8 3V1L4.5 4 8 7V5a4 4 0 1 1-4 4H2.2A5.8 5.8 0 1 0 8 3z";
    ToStart "M3 3h1.8v10H3zM13 3.2v9.6L5.6 8z";
    StepBack "M11.2 3.2v9.6L4 8zM12 3h1.6v10H12z";
    Step "M4.8 3.2v9.6L12 8zM2.4 3H4v10H2.4z";
    NextLamp "M2 3.4v9.2L8.4 8zM12 4.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8z";
    PreviousLamp "M14 3.4v9.2L7.6 8zM4 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8z";
    Share "M11.6 1.8a2.6 2.6 0 1 1-2 4.3L6.4 7.6v.8l3.2 1.5a2.6 2.6 0 1 1-.7 1.5L5.8 10a2.6 2.6 0 1 1 0-4l3.1-1.4a2.6 2.6 0 0 1 2.7-2.8z";
    Open "M1.8 3h4.4l1.4 1.6h6.6v2H4.6L2.8 11V3zm3.4 4.6h10L13.4 13H3.2z";
    Save "M7.2 2h1.6v6.2l2.3-2.3 1.1 1.1L8 11.2 3.8 7l1.1-1.1 2.3 2.3zM2.6 12.4h10.8V14H2.6z";
    Export "M2.6 2h7.2l3.6 3.6V14H2.6zm1.6 1.6v8.8h7.6V6.4H9V3.6zm1.4 4.2h4.8v1.2H5.6zm0 2.2h4.8v1.2H5.6z";
    Help "M8 1.4a6.6 6.6 0 1 1 0 13.2A6.6 6.6 0 0 1 8 1.4zm0 1.5a5.1 5.1 0 1 0 0 10.2A5.1 5.1 0 0 0 8 2.9zm-.8 7.5h1.6V12H7.2zM8 4.4c1.6 0 2.7.9 2.7 2.3 0 1.9-1.9 2-1.9 2.9v.1H7.3v-.3c0-1.6 1.8-1.7 1.8-2.6 0-.6-.4-1-1.1-1s-1.2.4-1.3 1.2H5.2c.1-1.6 1.2-2.6 2.8-2.6z";
    Sun "M8 4.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM7.3.8h1.4v2.4H7.3zM7.3 12.8h1.4v2.4H7.3zM.8 7.3h2.4v1.4H.8zM12.8 7.3h2.4v1.4h-2.4zM2.4 3.4l1-1 1.7 1.7-1 1zM10.9 11.9l1-1 1.7 1.7-1 1zM12.6 2.4l1 1-1.7 1.7-1-1zM4.1 10.9l1 1-1.7 1.7-1-1z";
    Moon "M6.2 1.6a6.5 6.5 0 1 0 8.2 8.2A5.4 5.4 0 0 1 6.2 1.6z";
    Chevron "M3.6 5.4 8 9.8l4.4-4.4 1.1 1.1L8 12 2.5 6.5z";
    Close "m4 2.9 4 4 4-4L13.1 4l-4 4 4 4-1.1 1.1-4-4-4 4L2.9 12l4-4-4-4z";
    Copy "M5 1.6h8.4v9.6H5zm1.5 1.5v6.6h5.4V3.1zM2.6 4.8h1.5v8.1h6v1.5H2.6z";
    Check "m2.8 8.3 1.2-1.2 2.7 2.7L12.2 4l1.2 1.2-6.7 7z";
    Cross "m4.2 3.1 3.8 3.8 3.8-3.8 1.1 1.1L9.1 8l3.8 3.8-1.1 1.1L8 9.1l-3.8 3.8-1.1-1.1L6.9 8 3.1 4.2z";
    Dash "M3.4 7.2h9.2v1.6H3.4z";
    Note "M8 5.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z";
    Undo "M6.4 2.2v2.6h3.2a4.4 4.4 0 0 1 0 8.8H4.4V12h5.2a2.8 2.8 0 0 0 0-5.6H6.4V9L2 5.6z";
    Redo "M9.6 2.2v2.6H6.4a4.4 4.4 0 0 0 0 8.8h5.2V12H6.4a2.8 2.8 0 0 1 0-5.6h3.2V9L14 5.6z";
    Search "M6.8 1.8a5 5 0 0 1 4 8l3.4 3.4-1.1 1.1L9.7 11a5 5 0 1 1-2.9-9.2zm0 1.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z";
    Plug "M5.2 1.6h1.5v3h2.6v-3h1.5v3H12v3.2a4 4 0 0 1-3.2 3.9v2.7H7.2v-2.7A4 4 0 0 1 4 7.8V4.6h1.2z";
    Unplug "M5.2 1.6h1.5v2h2.6v-2h1.5v2H12V6a4 4 0 0 1-3.2 3.9H7.2A4 4 0 0 1 4 6V3.6h1.2zM7.2 11.4h1.6v3H7.2z";
    Lock "M8 1.6a3.2 3.2 0 0 1 3.2 3.2v1.8h1.2v7H3.6v-7h1.2V4.8A3.2 3.2 0 0 1 8 1.6zm0 1.5a1.7 1.7 0 0 0-1.7 1.7v1.8h3.4V4.8A1.7 1.7 0 0 0 8 3.1z";
    Clock "M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zm0 1.5a4.7 4.7 0 1 0 0 9.4 4.7 4.7 0 0 0 0-9.4zM7.3 4.6h1.4v3l2.2 1.9-.9 1-2.7-2.3z";
    Dots "M3.4 6.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zm4.6 0a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zm4.6 0a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z";
    BrokenLink "M5.6 4.4H7v1.5H5.6a2.1 2.1 0 0 0 0 4.2H7v1.5H5.6a3.6 3.6 0 0 1 0-7.2zm3.4 0h1.4a3.6 3.6 0 0 1 0 7.2H9v-1.5h1.4a2.1 2.1 0 0 0 0-4.2H9zM7.2 1h1.6v2.2H7.2zm0 11.8h1.6V15H7.2z";
    EyeOff "M8 3.4c3 0 5.4 1.8 6.8 4.6-.5 1-1.2 1.9-2 2.6l1.5 1.5-1.1 1.1L2.8 2.8l1.1-1.1L6 3.7A6 6 0 0 1 8 3.4zM3.4 5.2l1.1 1.1A6 6 0 0 0 3 8c1.1 1.9 2.8 3.1 5 3.1l.9-.1 1.2 1.2c-.7.3-1.4.4-2.1.4-3 0-5.4-1.8-6.8-4.6.6-1.1 1.3-2.1 2.2-2.8z";
    ZoomIn "M7.2 3.4h1.6v3.8h3.8v1.6H8.8v3.8H7.2V8.8H3.4V7.2h3.8z";
    ZoomOut "M3.4 7.2h9.2v1.6H3.4z";
    Fit "M1.6 3h1.5v10H1.6zM12.9 3h1.5v10h-1.5zM6.2 5.4v1.9h3.6V5.4L12.4 8 9.8 10.6V8.7H6.2v1.9L3.6 8z";
    Warning "M8 1.6 15 14H1zm-.8 4.6v4h1.6v-4zm0 5v1.6h1.6v-1.6z";
    Book "M3 2h8.4A1.6 1.6 0 0 1 13 3.6V14H4.6A1.6 1.6 0 0 1 3 12.4zm1.5 1.5v7.5h7V3.5zM6 5h4v1.4H6z";
    Hand "M8 1.8a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2zM2.8 14.2c0-3.2 2.2-5.6 5.2-5.6s5.2 2.4 5.2 5.6z";
    Back "M10.6 3.6 6.2 8l4.4 4.4-1.1 1.1L4 8l5.5-5.5z";
    Missed "m2.4 3.6 5.6 4.6 4-3.3V3.4h-.1H14v4.4h-1.5V6.2L8 10 1.5 4.7zM2 11.6h12v1.5H2z";
    Placed "M5.6 3h7.4v7.4h-1.6V5.7l-7.3 7.3L3 11.9l7.3-7.3H5.6z";
    Fork "M4.2 1.6a2 2 0 0 1 .8 3.8v2c2.9-.2 4.7-1 5.3-2.7A2 2 0 1 1 11.9 5c-.8 2.6-3.2 3.8-6.9 4v1.600a2 2 0 1 1-1.600 0V5.400a2 2 0 0 1 .8-3.800z";
    Received "M10.4 13H3V5.6h1.6v4.7l7.3-7.3L13 4.1l-7.3 7.3h4.7z";
}

/// Which mark.
#[derive(Clone, Copy, PartialEq, Properties)]
pub struct IconProps {
    /// The mark.
    pub mark: Mark,
}

/// A mark in the colour of the text around it. It says nothing to a screen reader: the control
/// that holds it does.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path fill="currentColor" fill-rule="evenodd" d={props.mark.path()} />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_has_its_own_path() {
        for (mark, path) in Mark::ALL {
            assert_eq!(mark.path(), *path, "{mark:?}");
        }
    }
}
