// Compiled with the headers below it, for all rooms (cmake/SynchronyRooms.cmake).
