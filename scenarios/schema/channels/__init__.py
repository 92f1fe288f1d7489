"""What a queue may have besides a line of waiting callers: bots, chats, desks, lists to dial."""
