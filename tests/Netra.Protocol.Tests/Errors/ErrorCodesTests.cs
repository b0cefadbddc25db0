using System.Reflection;
using System.Text.RegularExpressions;

namespace Netra.Protocol.Tests;

public sealed partial class ErrorCodesTests
{
    private static readonly ErrorCode[] All =
    [
        .. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (ErrorCode)field.GetValue(null)!),
    ];

    [Fact]
    public void Name_OfEveryCode_IsSnakeCaseAndItsOwn()
    {
        Assert.NotEmpty(All);
        Assert.All(All, code => Assert.Matches(SnakeCase(), code.Name));
        Assert.Distinct(All.Select(code => code.Name));
    }

    [Fact]
    public void HttpStatus_OfEveryCode_IsAnError() => Assert.All(All, code => Assert.InRange(code.HttpStatus, 400, 599));

    [Fact]
    public void CloseCode_OfEveryCodeThatHasOne_Is4000AndItsStatus() => Assert.All(
        All.Where(code => code.CloseCode is not null),
        code => Assert.Equal(4000 + code.HttpStatus, (int)code.CloseCode!));

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex SnakeCase();
}
