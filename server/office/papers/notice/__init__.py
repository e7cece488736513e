"""The printed notice (お知らせ): words (`words`) in, a PDF (`page.notice_pdf`) out."""
