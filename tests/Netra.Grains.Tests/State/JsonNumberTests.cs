using System.Text;

namespace Netra.Grains.Tests;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("100", "1e2", true)]
    [InlineData("0.001", "1E-3", true)]
    [InlineData("-1.50", "-15e-1", true)]
    [InlineData("0", "-0.00e5", true)]
    [InlineData("1e400", "10e399", true)]
    [InlineData("1e+05", "1e5", true)]
    [InlineData("1e99999999999", "10e99999999998", true)]
    [InlineData("1e999999999999999999999", "1e999999999999999999999", true)]
    [InlineData("0e999999999999999999999", "0e999999999999999999999", true)]
    [InlineData("1", "-1", false)]
    [InlineData("1", "10", false)]
    [InlineData("12", "21", false)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("0.1", "0.10000000000000000000000000000000001", false)]
    [InlineData("1e99999999999", "1e99999999998", false)]
    [InlineData("1e-5", "1e5", false)]
    [InlineData("0", "1", false)]
    public void AreEqual_TwoNumbers_ComparesTheirValues(string one, string other, bool expected)
    {
        Assert.Equal(expected, JsonNumber.AreEqual(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other)));
        Assert.Equal(expected, JsonNumber.AreEqual(Encoding.UTF8.GetBytes(other), Encoding.UTF8.GetBytes(one)));
    }
}
