use super::*;

#[test]
fn what_moved_is_as_little_as_can_be() {
    for (order, told) in [
        (&[0, 1, 2, 3][..], vec![None, None, None, None]),
        (&[1, 2, 3, 0], vec![None, None, None, Some((4, 1))]),
        (&[3, 0, 1, 2], vec![Some((1, 4)), None, None, None]),
        (&[], vec![]),
    ] {
        assert_eq!(moves_in_order(&numbered_places(order)), told, "{order:?}");
    }
    // Whatever the order, something is reported as moved unless nothing did, and never to its
    // old place.
    for order in [[1, 0, 2], [0, 2, 1], [2, 1, 0], [2, 0, 1], [1, 2, 0]] {
        let found: Vec<_> =
            moves_in_order(&numbered_places(&order)).into_iter().flatten().collect();
        assert!(!found.is_empty() && found.iter().all(|(from, to)| from != to), "{order:?}");
    }
    // Places that are only further along are not moves.
    assert_eq!(moves_in_order(&[(0, 1), (1, 5), (4, 6)]), [None, None, None]);
}

fn numbered_places(order: &[usize]) -> Vec<(usize, usize)> {
    order.iter().copied().enumerate().collect::<Vec<_>>()
}
