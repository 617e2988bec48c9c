"""A binary heap whose entries can change their priority."""


class PriorityQueue:
	"""Smallest priority first; equal priorities in order of arrival."""

	def __init__(self, items=()):
		self._heap = []
		self._index = {}
		self._count = 0
		for item, priority in items:
			self.push(item, priority)

	def __len__(self):
		return len(self._heap)

	def __contains__(self, item):
		return item in self._index

	def __iter__(self):
		"""Yield the items in order without changing the queue."""
		for _, _, item in sorted(self._heap):
			yield item

	def push(self, item, priority):
		"""Add an item, or change its priority if it is there."""
		if item in self._index:
			self.update(item, priority)
			return
		self._heap.append((priority, self._count, item))
		self._index[item] = len(self._heap) - 1
		self._count += 1
		self._up(len(self._heap) - 1)

	def peek(self):
		if not self._heap:
			raise IndexError("the queue is empty")
		return self._heap[0][2]

	def pop(self):
		"""Remove and return the first item."""
		item = self.peek()
		self.remove(item)
		return item

	def remove(self, item):
		"""Remove an item; KeyError if it is not there."""
		position = self._index[item]
		last = len(self._heap) - 1
		self._swap(position, last)
		self._heap.pop()
		del self._index[item]
		if position < last:
			self._down(position)
			self._up(position)

	def update(self, item, priority):
		"""Change a priority; the item keeps its age."""
		position = self._index[item]
		old, age, _ = self._heap[position]
		self._heap[position] = (priority, age, item)
		if priority < old:
			self._up(position)
		else:
			self._down(position)

	def priority(self, item):
		return self._heap[self._index[item]][0]

	def _swap(self, a, b):
		self._heap[a], self._heap[b] = self._heap[b], self._heap[a]
		self._index[self._heap[a][2]] = a
		self._index[self._heap[b][2]] = b

	def _up(self, position):
		while position > 0:
			parent = (position - 1) // 2
			if self._heap[position][:2] >= self._heap[parent][:2]:
				break
			self._swap(position, parent)
			position = parent

	def _down(self, position):
		while True:
			smallest = position
			for child in (2 * position + 1, 2 * position + 2):
				if child < len(self._heap) and self._heap[child][:2] < self._heap[smallest][:2]:
					smallest = child
			if smallest == position:
				return
			self._swap(position, smallest)
			position = smallest


def merge_sorted(*streams):
	"""Yield the values of several sorted streams in sorted order."""
	queue = PriorityQueue()
	iterators = [iter(stream) for stream in streams]
	for number, iterator in enumerate(iterators):
		for value in iterator:
			queue.push(number, value)
			break
	while queue:
		number = queue.peek()
		yield queue.priority(number)
		try:
			queue.update(number, next(iterators[number]))
		except StopIteration:
			queue.remove(number)


def smallest(values, count):
	"""Return the `count` smallest values, in order."""
	queue = PriorityQueue(enumerate(values))
	result = []
	while queue and len(result) < count:
		result.append(queue.priority(queue.peek()))
		queue.pop()
	return result
