"""Reports of non-delivery in the shapes of the servers that customers have, with invented addresses."""

from __future__ import annotations

POSTFIX = """\
Return-Path: <>
Date: Wed, 18 Mar 2026 10:12:33 +0100 (CET)
From: MAILER-DAEMON@mx.vallier.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: compta@vallier.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.vallier.example.

--B
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.vallier.example
X-Postfix-Queue-ID: 4ABC123
X-Postfix-Sender: rfc822; compta@vallier.example
Arrival-Date: Wed, 18 Mar 2026 10:12:31 +0100 (CET)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.client.example
Diagnostic-Code: smtp; {said}

--B
Content-Description: Undelivered Message
Content-Type: message/rfc822

Message-ID: {message}
Subject: Relance
From: compta@vallier.example

corps
--B--
"""

EXCHANGE = """\
From: Microsoft Outlook <postmaster@vallier.example>
To: <compta@vallier.example>
Date: Wed, 18 Mar 2026 09:00:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_001_AB"
Content-Language: fr-FR
Subject: =?utf-8?B?Tm9uIHJlbWlzIDogUmVsYW5jZQ==?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--_001_AB
Content-Type: multipart/alternative; differences=Content-Type; boundary="_002_AB"

--_002_AB
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

=C3=89chec de la remise
--_002_AB--

--_001_AB
Content-Type: message/delivery-status

Reporting-MTA: dns;PR0P264MB0001.FRAP264.PROD.OUTLOOK.COM
Received-From-MTA: dns;PR0P264MB0002.FRAP264.PROD.OUTLOOK.COM
Arrival-Date: Wed, 18 Mar 2026 08:59:58 +0000

Final-Recipient: rfc822;c001@client.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound;
 Recipient not found by SMTP address lookup
X-Display-Name: c001@client.example


--_001_AB
Content-Type: text/rfc822-headers

From: compta@vallier.example
Message-ID: <r1@vallier.example>
--_001_AB--
"""

GMAIL = """\
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: compta@vallier.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <r1@vallier.example>
In-Reply-To: <r1@vallier.example>
X-Failed-Recipients: c001@client.example
Date: Wed, 18 Mar 2026 02:03:04 -0700 (PDT)
Content-Type: multipart/report; boundary="0000"; report-type=delivery-status
MIME-Version: 1.0

--0000
Content-Type: multipart/related; boundary="0001"

--0001
Content-Type: text/plain; charset="UTF-8"

** Adresse introuvable **
--0001--
--0000
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Wed, 18 Mar 2026 02:03:03 -0700 (PDT)
X-Original-Message-ID: <r1@vallier.example>

Final-Recipient: rfc822; c001@client.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.client.example. (192.0.2.1, the server for the domain client.example.)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
 550 5.1.1 double-checking the recipient's email address for typos.
Last-Attempt-Date: Wed, 18 Mar 2026 02:03:04 -0700 (PDT)

--0000
Content-Type: message/rfc822

Message-ID: <r1@vallier.example>

--0000--
"""

EXIM = """\
Return-path: <>
X-Failed-Recipients: c001@client.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@hebergeur.example>
To: compta@vallier.example
References: <r1@vallier.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=1700000000-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Date: Wed, 18 Mar 2026 10:00:00 +0100

--1700000000-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

--1700000000-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; hebergeur.example

Action: failed
Final-Recipient: rfc822;c001@client.example
Status: 5.0.0
Remote-MTA: dns; mx.client.example
Diagnostic-Code: smtp; 550 5.1.1 <c001@client.example>: Recipient address rejected: User unknown

--1700000000-eximdsn-1804289383
Content-type: message/rfc822

Message-ID: <r1@vallier.example>

--1700000000-eximdsn-1804289383--
"""

SHAPES = {"Exchange": EXCHANGE, "Gmail": GMAIL, "Exim": EXIM}


def report(
    address: str = "c001@client.example",
    status: str = "5.1.1",
    action: str = "failed",
    said: str = "550 5.1.1 User unknown",
    message: str = "<r1@vallier.example>",
) -> str:
    """A report in Postfix's shape."""
    return POSTFIX.format(address=address, status=status, action=action, said=said, message=message)
