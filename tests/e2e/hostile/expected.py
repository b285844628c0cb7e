"""What trawl must make of each behaviour: the kind of its error, or "good" where what the server does is
legal, or too common to be refused, and its page must arrive."""
from hostile.redirects import FORBIDDEN_TARGETS

EXPECTED = {
    "good": """
        gzip_below_ratio_floor gzip_dense_page gzip_old_name identity_encoding
        many_tiny_headers cookie_flood crumbs late_but_well
        closes_on_reuse resets_on_reuse second_answer_at_once second_answer_later body_longer_than_announced
        length_too_short lengths_agree length_and_chunks chunks_under_http_1_0
        status_without_reason interim_answers
        nul_in_body header_without_name folded_header space_before_colon space_in_header_name bare_line_feeds
        bare_carriage_return bytes_beyond_ascii entity_tag_garbage cookie_garbage content_type_garbage refresh_loop
        alternative_service
        redirect_chain_of_10 redirect_300 redirect_relative location_of_60_kib locations_differ
        steals_by_host steals_by_port steals_by_307 steals_by_detour gives_userinfo sets_super_cookie
        robots_missing robots_garbage robots_loops robots_endless robots_of_501_kib
        tls_good tls_cut_after_body""",
    "too_large": """
        gzip_bomb gzip_bomb_endless gzip_ratio gzip_of_gzip_bomb gzip_of_gzip_hidden gzip_of_brotli_bomb
        gzip_many_members gzip_empty_members gzip_empty_blocks gzip_endless_name brotli_bomb zstd_bomb deflate_bomb
        endless_chunked endless_until_close endless_length endless_error_page endless_redirect_body
        endless_headers endless_header_line endless_status_line endless_folding endless_interim endless_hints
        endless_trailers huge_headers cookie_mountain length_overflow location_of_64_kib
        robots_bomb""",
    "truncated": """
        gzip_size_lie gzip_wrong_checksum gzip_cut gzip_cut_before_trailer gzip_garbage gzip_label_on_plain_page
        brotli_cut brotli_garbage endless_trailer_line close_in_headers close_in_header_line
        length_too_long chunk_size_garbage chunk_size_overflow chunk_size_largest chunk_size_negative
        chunk_without_end chunks_without_last chunks_without_final_line chunk_cut chunked_not_last
        tls_cut_in_announced_body tls_cut_in_unbounded_body""",
    "timeout": """
        drip_body drip_header drip_header_lines drip_status_line drip_interim drip_chunks stall_in_body
        stall_after_headers stall_after_request silent endless_chunk_extension robots_hangs tls_silent""",
    "reset": """
        accept_and_close accept_and_reset close_after_request reset_in_headers reset_in_body
        reset_in_unbounded_body close_in_status_line close_after_interim robots_resets http_to_tls_port""",
    "parse": """
        gzip_many_layers unknown_encoding ssh_banner smtp_banner
        length_negative length_no_number length_with_rest lengths_differ lengths_differ_in_a_list
        unknown_transfer_coding status_000 status_letters status_four_digits http_0_9 http_9_9 other_protocol
        binary_garbage only_line_ends switching_protocols two_status_lines
        nul_in_header header_without_colon folded_first_header location_with_nul""",
    "http_status": """
        status_999 retry_after_negative retry_after_garbage retry_after_past
        authentication_challenge proxy_challenge""",
    "rate_limited": "too_many_requests_for_ever retry_after_year_9999 retry_after_overflow",
    "empty_result": "gzip_empty_body empty_body no_content_with_body not_modified_with_body location_missing",
    "redirects": """
        redirect_loop redirect_to_itself redirect_to_fragment_of_itself redirect_chain_of_11 redirect_for_ever
        location_empty location_garbage location_without_host location_bad_port""",
    "denied": " ".join(f"to_{name}" for name in FORBIDDEN_TARGETS) + """
        starts_at_private_address starts_at_private_name robots_elsewhere tls_downgrade""",
    "robots": "robots_denies robots_denies_target robots_unavailable robots_of_501_kib_denies",
    "connect": "refused",
    "tls": """
        tls_expired tls_not_yet_valid tls_other_host tls_self_signed tls_untrusted tls_common_name_only tls_weak_key
        tls_1_0_only tls_plain_http tls_alert tls_close_in_handshake tls_reset_in_handshake tls_garbage
        tls_endless_handshake""",
}
KIND_OF = {name: kind for kind, names in EXPECTED.items() for name in names.split()}

# A reset that comes together with the accept may reach the client before it knows that it is connected.
ALSO_RIGHT = {"accept_and_reset": "connect"}

# Where an endless answer must be cut: bytes that the server gets rid of, at most, besides full buffers.
BODY_CAPPED = """gzip_bomb_endless gzip_empty_members gzip_empty_blocks gzip_endless_name endless_chunked
    endless_until_close endless_error_page endless_redirect_body""".split()
HEADERS_CAPPED = "endless_headers endless_folding endless_interim endless_hints endless_trailers endless_trailer_line".split()
# libcurl hands out whole lines and has a limit of its own, 100 KiB, for one that does not end.
LINE_CAPPED = "endless_header_line endless_status_line".split()

# When a slow answer must be given up: after the time to connect, to which the TLS handshake belongs, after that
# of the first byte, or after all of it.
CONNECT_CAPPED = ["tls_silent"]
FIRST_BYTE_CAPPED = "stall_after_request drip_status_line".split()
TOTAL_CAPPED = """drip_body drip_header drip_header_lines drip_interim drip_chunks stall_in_body stall_after_headers
    endless_chunk_extension""".split()
