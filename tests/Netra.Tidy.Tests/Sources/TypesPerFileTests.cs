namespace Netra.Tidy.Tests;

public sealed class TypesPerFileTests
{
    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(TypesPerFile.Check(RepositoryFiles.All));

    [Theory]
    [InlineData("A.cs", "public sealed class B\n{\n}\n")]
    [InlineData("A.cs", "internal enum B { C }\n")]
    [InlineData("A.cs", "public sealed class A;\ninternal sealed record B(int C);\n")]
    [InlineData("A.cs", "public readonly record struct A;\npublic delegate void B(int c);\n")]
    [InlineData("A.B.cs", "public static partial class B\n{\n}\n")]
    public void Check_FileNotNamedForItsOneType_IsFound(string path, string text) => Assert.Single(TypesPerFile.Check([new(path, text)]));

    [Theory]
    [InlineData("A.cs", "namespace N;\n\npublic abstract class A<T>\n{\n    private sealed class Inner;\n}\n")]
    [InlineData("A.Part.cs", "internal sealed partial class A\n{\n}\n")]
    [InlineData("A.cs", "internal readonly ref struct A\n{\n}\n")]
    [InlineData("Program.cs", "var class1 = 1;\n")]
    public void Check_FileNamedForItsOneType_IsNotFound(string path, string text) => Assert.Empty(TypesPerFile.Check([new(path, text)]));
}
