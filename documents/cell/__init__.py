"""What reads originals for packets: programs that run in the jail, one for each family of files.

Nothing else imports them: `documents.packets.renditions` starts them, and they answer with a
rendition (`documents.pdf.rendition`), the only form of an original that a packet is made from.
"""
