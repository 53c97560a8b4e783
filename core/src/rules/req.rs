//! REQ: how a request is answered.

macro_rules! req {
    ($next:ident $($rest:ident)* => $($table:tt)*) => {
        $next! { $($rest)* => $($table)*
            Req "REQ" "how a request is answered" {
                Req1 1 Whole "Phones and trunks"
                    "The cluster handles every request for its users"
                    "The cluster handles every presence request for its users, whether the presentity is \
                     inside the cluster or outside."
                    see [Req5, Req6] parts [Req2, Req3, Req4];
                Req2 2 Decided "Phones and trunks"
                    "Presentity on the cluster: it answers directly"
                    "When a phone watches a presentity on its own cluster, the cluster answers directly; \
                     no trunk takes part."
                    see [Req1, Css1];
                Req3 3 Decided "Phones and trunks"
                    "Presentity outside: the request goes out by SIP trunk"
                    "When a phone watches a presentity outside the cluster and has permission to see it, \
                     the cluster sends the request out through a SIP trunk and returns the status to the \
                     watcher."
                    see [Auth1, Auth16, Route2];
                Req4 4 Decided "Phones and trunks"
                    "Watcher outside: the cluster answers on the trunk"
                    "When a watcher outside the cluster asks through a SIP trunk, the cluster answers with \
                     the status if it supports the presentity."
                    see [Req5, Auth2, Auth5];
                Req5 5 Decided "Phones and trunks"
                    "A presentity the cluster does not support is rejected"
                    "When a watcher outside the cluster asks through a SIP trunk for a presentity that the \
                     cluster does not support, the request is rejected, with 404 by our reading (R-5)."
                    see [Req4, R5, R15];
                Req6 6 Whole "Phones and trunks"
                    "The five worked examples hold from end to end"
                    "Five examples hold from end to end. A user watches another user from the missed-call \
                     list; a user watches a caller outside the cluster through a trunk; a user outside \
                     watches one of the cluster's users through a trunk; the corporate directory shows \
                     status for each entry; a phone watches the target of a BLF/SpeedDial."
                    see [Req1, Group13] parts [Req2, Req3, Req4, Watch3, Watch11];
            }
        }
    };
}
pub(super) use req;
