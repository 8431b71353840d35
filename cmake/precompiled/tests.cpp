// GoogleTest's headers, compiled once for all test programs (tests/CMakeLists.txt). The program does nothing.
int main() {
    return 0;
}
